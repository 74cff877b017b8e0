// The desk's scripts: each module looks for its own elements and does nothing where there are none.
// Pages are whole without them; what only works with script is hidden until here.

import { hand_overs } from "./drop.js";
import { follow_job } from "./job.js";
import { keys } from "./keys.js";
import { pairs, singles } from "./pair.js";
import { players } from "./player.js";
import { viewers } from "./viewer.js";

for (const element of document.querySelectorAll(".only-script")) {
  element.hidden = false;
}
const all = players(document);
viewers(document, all);
pairs(document, all);
singles(document, all);
hand_overs(document);
follow_job(document);
keys(document, all);
document.documentElement.dataset.ready = "yes";
