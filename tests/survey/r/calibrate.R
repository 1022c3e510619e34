# Golden numbers of calibration: R 4.2.2, survey 4.1-1. Run from the repository's root: Rscript tests/survey/r/calibrate.R
# The rows of api are those of ../shared/data/surveys/r-reference/api*.csv, of Essex those of s3021.csv.
suppressMessages({library(survey); library(jsonlite); data(api)})
tight <- function(design, formula, population, calfun, bounds = c(-Inf, Inf)) {
  calibrate(design, formula, population, calfun = calfun, bounds = bounds, epsilon = 1e-13, maxit = 500)
}
designs <- list(
  clustered = svydesign(id = ~dnum, weights = ~pw, data = apiclus1),
  clustered_fpc = svydesign(id = ~dnum, weights = ~pw, data = apiclus1, fpc = ~fpc),
  stratified = svydesign(id = ~1, strata = ~stype, weights = ~pw, data = apistrat),
  stratified_fpc = svydesign(id = ~1, strata = ~stype, weights = ~pw, data = apistrat, fpc = ~fpc)
)
margins <- c(`(Intercept)` = 6194, stypeH = 755, stypeM = 1018, sch.wideYes = 5122)
numbers <- c(margins, api99 = 3914069, enroll = 3811472)
estimated <- function(design) {
  by <- svyby(~api00, ~stype, design, svymean)
  total <- svytotal(~enroll, design)
  list(mean = c(coef(svymean(~api00, design)), SE(svymean(~api00, design))), total = c(coef(total), SE(total)),
       by = by[["api00"]], by_se = SE(by), covariance = vcov(svymean(~api00 + meals, design)))
}
result <- list()
for (name in names(designs)) {
  for (method in c("linear", "raking", "logit")) {
    # without bounds (logit: wide ones), then with bounds that hold some rows
    wide <- if (method == "logit") c(0.2, 5) else c(-Inf, Inf)
    kept <- tight(designs[[name]], ~stype + sch.wide, margins, method, wide)
    both <- tight(designs[[name]], ~stype + sch.wide + api99 + enroll, numbers, method, wide)
    result[[paste(name, method)]] <- list(margins = estimated(kept), numbers = estimated(both))
    if (!grepl("fpc", name)) {
      result[[paste(name, method)]]$margins$weights <- unique(unname(weights(kept)))
      result[[paste(name, method)]]$numbers$weights <- unname(weights(both))
    }
  }
}
bounded <- list()
for (method in c("linear", "raking", "logit")) {
  design <- tight(designs$stratified, ~stype + sch.wide + api99 + enroll, numbers, method, c(0.93, 1.3))
  bounded[[method]] <- c(list(weights = unname(weights(design))), estimated(design))
}
folder <- "../shared/data/surveys/r-reference"
essex <- read.csv(file.path(folder, "s3021.csv"), stringsAsFactors = TRUE)
m <- fromJSON(file.path(folder, "margins.json"))
essex$w0 <- sum(unlist(m$age)) / nrow(essex)
contrasts_of <- function(name) setNames(unlist(m[[name]])[levels(essex[[name]])][-1], paste0(name, levels(essex[[name]])[-1]))
plain <- svydesign(ids = ~1, weights = ~w0, data = essex)
population <- c(`(Intercept)` = sum(unlist(m$age)), contrasts_of("age"), contrasts_of("gender"), contrasts_of("district"))
of_essex <- list()
for (method in c("linear", "raking", "logit")) {
  design <- tight(plain, ~age + gender + district, population, method, c(0.4, 4))
  w <- weights(design)
  of_essex[[method]] <- list(n_effective = sum(w)^2 / sum(w^2), range = range(w / essex$w0), every_hundredth = unname(w[seq(1, 3021, 100)]),
                             mean = c(coef(svymean(~A_agree, design, na.rm = TRUE)), SE(svymean(~A_agree, design, na.rm = TRUE))))
}
write_json(list(api = result, bounded = bounded, essex = of_essex), "tests/survey/r/calibrate.json", digits = NA, auto_unbox = TRUE)
