"""The pages, one module each: a documented record for the template, and the function that makes it."""
