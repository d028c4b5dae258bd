"""The interface strings the engine needs: each must stand in `content/interface.yaml`."""

from __future__ import annotations

REQUIRED = frozenset(
    """
    hide back menu help-now next skip stuck more plan continue no-answer quiet copy-number other-platforms
    current-mark heading-ask heading-say heading-contacts heading-menu heading-worries heading-remove heading-card
    heading-quiet heading-stuck heading-more plan-heading step-of step horizon-now horizon-today horizon-week
    who-adult who-representative minor-route open-now open-until opens hours-unknown always free checked asks-name
    passes-on languages call-log number-how say-first try-next show-this day-mon day-tue day-wed day-thu day-fri
    day-sat day-sun which-platform route-moved nothing-changed hidden typed-text typed-media typed-image
    typed-danger typed-self-harm danger-now no-life choose-language profile-name profile-description profile-short
    command-start command-menu command-help command-hotlines command-language command-privacy command-hide
    heading-laws law-who law-ask law-penalty
    """.split()  # noqa: SIM905  # eighty quoted words would be harder to read
)
