"use strict";
// Search hides what does not hold the words; the choice of languages hides columns. Nothing leaves the page.
const search = document.getElementById("search");
const found = document.getElementById("found");
const articles = [...document.querySelectorAll("article, main tr")];
const words = articles.map((one) => one.textContent.toLowerCase());
let waiting = 0;

function show() {
  const wanted = search.value.trim().toLowerCase();
  let count = 0;
  articles.forEach((one, index) => {
    one.hidden = wanted !== "" && !words[index].includes(wanted);
    count += one.hidden ? 0 : 1;
  });
  for (const section of document.querySelectorAll("section")) {
    section.hidden = wanted !== "" && !section.querySelector("article:not([hidden]), tr:not([hidden])");
  }
  for (const drawing of document.querySelectorAll(".drawn")) {
    drawing.toggleAttribute("hidden", wanted !== "");
  }
  found.textContent = wanted === "" ? "" : `Нашлось: ${count}`;
}

search.addEventListener("input", () => {
  clearTimeout(waiting);
  waiting = setTimeout(show, 150);
});
document.getElementById("languages").addEventListener("change", (event) => {
  document.body.classList.toggle(`hide-${event.target.value}`, !event.target.checked);
});
