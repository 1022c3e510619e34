# Golden numbers of R's survey package for regressions with interactions: run from this folder with `Rscript interactions.R`.
# Writes interactions.json.
suppressMessages({library(survey); library(jsonlite)})
data(api)
# The same columns as regression.R makes, without chance.
prepare <- function(d) {
  d$grade <- cut(d$api00, c(0, 570, 650, 740, 1000), labels = c("low", "fair", "good", "high"))
  d$size <- factor(ifelse(d$enroll < 350, "small", ifelse(d$enroll < 600, "middle", "large")), levels = c("small", "middle", "large"))
  d$poor <- factor(ifelse(d$meals > 60, "many", "few"))
  d$wide <- as.numeric(d$sch.wide == "Yes")
  d$wide[seq(7, nrow(d), 23)] <- NA
  d$mobility[seq(5, nrow(d), 41)] <- NA
  d
}
s <- prepare(apistrat); c1 <- prepare(apiclus1)
designs <- list(
  strata = svydesign(id = ~1, strata = ~stype, weights = ~pw, data = s),
  strata_fpc = svydesign(id = ~1, strata = ~stype, weights = ~pw, data = s, fpc = ~fpc),
  clusters = svydesign(id = ~dnum, weights = ~pw, data = c1),
  clusters_fpc = svydesign(id = ~dnum, weights = ~pw, data = c1, fpc = ~fpc)
)
exact <- list(epsilon = 1e-30, maxit = 40)  # so that R's fit goes on to the last digit
fit <- function(f, design) suppressWarnings(eval(bquote(svyglm(formula = .(f), design = .(design), family = quasibinomial(), control = exact))))
R <- list()
for (name in names(designs)) {
  D <- designs[[name]]
  full <- subset(D, !is.na(wide) & !is.na(mobility))  # R's likelihood ratio would take another base for the smaller model
  out <- list()
  models <- list(factors = wide ~ poor * size, number = wide ~ poor * mobility, turned = wide ~ mobility + size + mobility:size)
  for (kind in names(models)) {
    g <- fit(models[[kind]], D); h <- fit(models[[kind]], full)
    k <- summary(g)$coefficients
    terms <- attr(terms(models[[kind]]), "term.labels")
    crossed <- terms[length(terms)]
    l <- suppressWarnings(regTermTest(h, crossed, method = "LRT", lrt.approximation = "satterthwaite"))
    out[[kind]] <- list(names = names(coef(g)), b = unname(coef(g)), se = unname(k[, 2]), df = g$df.residual,
      wald = lapply(terms, function(t) {
        w <- regTermTest(g, t)
        list(F = as.numeric(w$Ftest), df = w$df, ddf = w$ddf, p = as.numeric(w$p))
      }), likelihood_p = as.numeric(l$p))
  }
  # svyolr takes its Hessian by differences, good to four digits
  o <- svyolr(grade ~ poor * mobility, subset(D, !is.na(mobility)), control = list(reltol = 1e-16, maxit = 2000))
  out$ordinal <- list(b = unname(c(o$coefficients, o$zeta)), se = unname(sqrt(diag(o$var))), df = o$df.residual)
  R[[name]] <- out
}
write_json(R, "interactions.json", digits = NA, auto_unbox = TRUE)
