# Golden numbers of lme4::glmer(nAGQ = 1) for tests/survey/test_multilevel.py. Run: Rscript multilevel.R PATH_TO_s3021.csv
# glmer's own optimisers stop early: the tightest settings it takes are used, twice, the second time from where the first stopped.
suppressMessages({library(lme4); library(jsonlite)})
here <- dirname(sub("^--file=", "", grep("^--file=", commandArgs(), value = TRUE)))
tight <- glmerControl(optimizer = "bobyqa", tolPwrss = 1e-13, check.conv.singular = "ignore", calc.derivs = FALSE,
                      optCtrl = list(rhobeg = 2e-3, rhoend = 1e-11, maxfun = 1e6))
loose <- glmerControl(optimizer = "bobyqa", tolPwrss = 1e-13, check.conv.singular = "ignore", calc.derivs = FALSE,
                      optCtrl = list(maxfun = 1e6))
fit <- function(formula, data) {
  first <- glmer(formula, data, family = binomial, nAGQ = 1, control = loose)
  start <- list(theta = getME(first, "theta"), fixef = fixef(first))
  m <- glmer(formula, data, family = binomial, nAGQ = 1, control = tight, start = start)
  blups <- lapply(ranef(m, condVar = TRUE), function(x) list(level = rownames(x), effect = x[[1]], se = sqrt(c(attr(x, "postVar")))))
  list(sd = lapply(VarCorr(m), function(v) attr(v, "stddev")[[1]]), fixed = as.list(fixef(m)),
       fixed_se = sqrt(diag(as.matrix(vcov(m, use.hessian = FALSE)))), deviance = -2 * c(logLik(m)), effects = blups, n = nobs(m))
}
essex <- read.csv(commandArgs(TRUE)[1], stringsAsFactors = TRUE, na.strings = "")
RNGversion("4.0.0"); set.seed(20251)
areas <- sprintf("ward %02d", 1:18)
made <- data.frame(area = factor(sample(areas, 900, TRUE, prob = c(rep(1, 12), rep(.15, 6)))), age = factor(sample(c("16-34", "35-59", "60+"), 900, TRUE)),
                   rents = factor(sample(c("no", "yes"), 900, TRUE, prob = c(.7, .3))), ethnicity = factor(sample(LETTERS[1:5], 900, TRUE, prob = 5:1)))
effect <- rnorm(18, 0, .8); origin <- rnorm(5, 0, .4)
made$y <- rbinom(900, 1, plogis(-.2 + effect[made$area] + origin[made$ethnicity] + c(0, .3, .7)[made$age] - .5 * (made$rents == "yes")))
out <- list(
  essex = fit(A_agree ~ gender + (1 | age) + (1 | district) + (1 | imd), transform(essex, imd = factor(imd))),
  made = fit(y ~ age + rents + (1 | area) + (1 | ethnicity), made),
  data = lapply(made, function(x) if (is.factor(x)) as.integer(x) - 1L else x),
  levels = lapply(Filter(is.factor, made), levels))
write(toJSON(out, digits = NA, auto_unbox = TRUE), file.path(here, "multilevel.json"))
