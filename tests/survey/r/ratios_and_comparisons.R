# Ratios, quantiles, t tests, contrasts and Wald tests by R's survey on its apistrat and apiclus1. Run in this folder:
# Rscript ratios_and_comparisons.R
suppressMessages({library(survey); library(jsonlite)})
folder <- "../../../../shared/data/surveys/r-reference/"
strat <- read.csv(paste0(folder, "apistrat.csv")); clus <- read.csv(paste0(folder, "apiclus1.csv"))
for (name in c("strat", "clus")) { d <- get(name)
  d$wide <- as.numeric(d$sch.wide == "Yes"); d$band <- 1 + (d$api00 >= 500) + (d$api00 >= 600) + (d$api00 >= 700) + (d$api00 >= 800)
  d$stype <- factor(d$stype); d$comp.imp <- factor(d$comp.imp); assign(name, d) }
designs <- list(ds = svydesign(id = ~1, strata = ~stype, weights = ~pw, data = strat, fpc = ~fpc),
                dsn = svydesign(id = ~1, strata = ~stype, weights = ~pw, data = strat),
                dc = svydesign(id = ~dnum, weights = ~pw, data = clus, fpc = ~fpc),
                dcn = svydesign(id = ~dnum, weights = ~pw, data = clus))
# calibrate(calfun = "raking") weights its projection: rake does what Folkmoot's raked variance does.
totals <- list(data.frame(stype = c("E", "H", "M"), Freq = c(4421, 755, 1018)), data.frame(sch.wide = c("No", "Yes"), Freq = c(1072, 5122)))
designs$rake <- rake(designs$dcn, list(~stype, ~sch.wide), totals, control = list(epsilon = 1e-13, maxit = 500))
f <- function(x) list(estimate = unname(coef(x)), se = as.numeric(SE(x)))
quantile_of <- function(D, formula, shares, ...) { q <- svyquantile(formula, D, shares, ci = TRUE, interval.type = "mean", na.rm = TRUE, ...)[[1]]
  list(estimate = unname(q[, 1]), low = unname(q[, 2]), high = unname(q[, 3]), se = unname(q[, 4])) }
t_of <- function(t) list(statistic = unname(t$statistic), df = unname(t$parameter), p = unname(t$p.value), estimate = unname(t$estimate),
                         low = t$conf.int[1], high = t$conf.int[2])
shares <- c(.1, .25, .5, .75, .9)
out <- list()
for (name in names(designs)) { D <- designs[[name]]
  r <- svyratio(~api.stu, ~enroll, D, na.rm = TRUE); rb <- svyby(~api.stu, ~stype, denominator = ~enroll, D, svyratio)
  part <- svyratio(~acs.core, ~mobility, D, na.rm = TRUE)  # acs.core is missing in many rows
  means <- svyglm(api00 ~ 0 + stype, D)  # its coefficients are the means by stype, with their covariance
  g <- svyglm(api00 ~ stype, D); w <- regTermTest(g, ~stype, method = "Wald")
  two <- function(a, b) { S <- update(D, second = as.numeric(stype == b)); suppressWarnings(t_of(svyttest(api00 ~ second, subset(S, stype %in% c(a, b))))) }
  out[[name]] <- list(
    ratio = list(all = f(r), by = list(estimate = as.numeric(coef(rb)), se = as.numeric(SE(rb))), part = f(part)),
    quantiles = list(all = quantile_of(D, ~api00, shares), ties = quantile_of(D, ~band, shares), missing = quantile_of(D, ~acs.core, shares),
                     school = quantile_of(D, ~api00, shares, qrule = "school"),
                     by = lapply(levels(strat$stype), function(s) quantile_of(subset(D, stype == s), ~api00, c(.25, .5, .75)))),
    t = list(comp = t_of(svyttest(api00 ~ comp.imp, D)), wide = t_of(svyttest(wide ~ comp.imp, D)), against = t_of(svyttest(I(api00 - 650) ~ 0, D)),
             EH = two("E", "H"), EM = two("E", "M"), HM = two("H", "M")),
    means = list(estimate = unname(coef(means)), covariance = unname(vcov(means))),
    contrast = f(svycontrast(means, list(c(stypeE = 1, stypeH = -.5, stypeM = -.5), c(stypeE = 0, stypeH = 1, stypeM = -1)))),
    wald = list(F = as.numeric(w$Ftest), df = w$df, ddf = w$ddf, p = as.numeric(w$p)),
    degf = degf(D))
}
r <- svyratio(~api.stu, ~enroll, designs$dsn, deff = "replace"); out$dsn$ratio$deff <- as.numeric(attr(r, "deff"))
# The interval around the share asked for: oldsvyquantile, on steps as the "math" rule. Without fpc so that all ends are inside.
old <- oldsvyquantile(~api00, designs$dsn, c(.25, .5, .75), ci = TRUE, method = "constant", f = 1, interval.type = "Wald")
out$asked <- list(estimate = as.numeric(old$quantiles), low = as.numeric(old$CIs[1, , 1]), high = as.numeric(old$CIs[2, , 1]))
write_json(out, "ratios_and_comparisons.json", digits = NA, auto_unbox = TRUE, na = "null")
