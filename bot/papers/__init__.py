"""What people take away: letters as DOCX, leaflets and lesson sheets as pictures and PDF."""
