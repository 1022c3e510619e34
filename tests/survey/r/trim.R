# Golden numbers of trimming: R 4.2.2, survey 4.1-1. Run from the repository's root: Rscript tests/survey/r/trim.R
suppressMessages({library(survey); library(jsonlite)})
set.seed(41)
cases <- list()
for (kind in c("upper", "lower", "both", "many rounds")) {
  w <- switch(kind, `many rounds` = rgamma(40, 0.6, 0.3), rgamma(40, 1, 0.5)) + 0.01
  caps <- switch(kind, upper = c(0, 2), lower = c(0.4, Inf), both = c(0.3, 2.2), `many rounds` = c(0.1, 1.25))
  design <- svydesign(ids = ~1, weights = ~w, data = data.frame(w = w))
  trimmed <- trimWeights(design, lower = caps[1] * mean(w), upper = caps[2] * mean(w), strict = TRUE)
  cases[[kind]] <- list(weights = w, caps = ifelse(is.finite(caps), caps, 1e300), trimmed = unname(weights(trimmed)))
}
write_json(cases, "tests/survey/r/trim.json", digits = NA, auto_unbox = TRUE)
