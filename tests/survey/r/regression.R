# Golden numbers of R's survey package for regression (numDeriv beside it): run from this folder with `Rscript regression.R`.
# Writes regression.json.
suppressMessages({library(survey); library(jsonlite)})
data(api)
# An ordered answer, a three-level factor and holes, made from apistrat and apiclus1 without chance.
prepare <- function(d) {
  d$grade <- cut(d$api00, c(0, 570, 650, 740, 1000), labels = c("low", "fair", "good", "high"))
  d$size <- factor(ifelse(d$enroll < 350, "small", ifelse(d$enroll < 600, "middle", "large")), levels = c("small", "middle", "large"))
  d$poor <- factor(ifelse(d$meals > 60, "many", "few"))
  d$small <- as.numeric(d$size == "small")
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
fit <- function(f, design, control = exact) suppressWarnings(eval(bquote(svyglm(formula = .(f), design = .(design), family = quasibinomial(), control = .(control)))))
recvar <- function(z, D) svyrecvar(z, D$cluster, D$strata, D$fpc)
wald <- function(b, V, ddf) {
  statistic <- as.numeric(b %*% solve(V, b)) / length(b)
  list(F = statistic, df = length(b), ddf = ddf, p = pf(statistic, length(b), ddf, lower.tail = FALSE))
}
R <- list()
for (name in names(designs)) {
  D <- designs[[name]]
  full <- subset(D, !is.na(wide) & !is.na(mobility))  # R's likelihood ratio would take another base for the smaller model
  out <- list()
  models <- list(factors = wide ~ size + poor, mixed = wide ~ size + meals + mobility, aliased = wide ~ size + small + meals)
  for (kind in names(models)) {
    f <- models[[kind]]
    # R's tolerance for collinear columns is a thousandth of epsilon
    g <- fit(f, D, if (kind == "aliased") list(epsilon = 1e-11) else exact)
    k <- summary(g)$coefficients
    out[[kind]] <- list(names = names(coef(g)), b = unname(coef(g)), se = unname(k[, 2]), t = unname(k[, 3]), p = unname(k[, 4]), df = g$df.residual,
                        low = unname(confint(g)[, 1]), high = unname(confint(g)[, 2]))
    if (kind == "aliased") next
    h <- fit(f, full)
    out[[kind]]$tests <- lapply(attr(terms(f), "term.labels"), function(t) {
      w <- regTermTest(g, t)
      l <- suppressWarnings(regTermTest(h, t, method = "LRT", lrt.approximation = "satterthwaite"))
      list(F = as.numeric(w$Ftest), df = w$df, ddf = w$ddf, p = as.numeric(w$p), likelihood_p = as.numeric(l$p))
    })
  }
  # predictive margins (Graubard and Korn): the two parts of their covariance, which R adds up as if they were independent
  m <- suppressWarnings(svypredmeans(fit(wide ~ meals + mobility, full), ~size, predictat = factor(levels(s$size), levels = levels(s$size))))
  parts <- attr(attr(m, "var"), "parts")
  out$margins <- list(mean = as.numeric(m), coefficients = as.numeric(parts[[1]]), people = as.numeric(parts[[2]]))
  # svyolr takes its Hessian by differences, good to four digits; numDeriv's (Richardson's) is good to nine
  here <- subset(D, !is.na(mobility))
  o <- svyolr(grade ~ size + meals + mobility, here, control = list(reltol = 1e-16, maxit = 2000))
  X <- model.matrix(~size + meals + mobility, here$variables)[, -1]
  centre <- colMeans(X); X <- sweep(X, 2, centre); p <- ncol(X)
  y <- as.integer(here$variables$grade); w <- weights(here)
  likelihood <- function(theta) {
    z <- c(-Inf, theta[p + 1:3], Inf); eta <- drop(X %*% theta[1:p])
    log(plogis(z[y + 1] - eta) - plogis(z[y] - eta))
  }
  at <- c(o$coefficients, o$zeta - sum(centre * o$coefficients))
  H <- -numDeriv::hessian(function(theta) sum(w * likelihood(theta)), at)
  V <- recvar((w * numDeriv::jacobian(likelihood, at)) %*% solve(H), here)
  back <- diag(p + 3); back[p + 1:3, 1:p] <- rep(centre, each = 3)
  V <- back %*% V %*% t(back)
  out$ordinal <- list(b = unname(c(o$coefficients, o$zeta)), se_of_svyolr = unname(sqrt(diag(o$var))), se = unname(sqrt(diag(V))), df = o$df.residual,
                      tests = lapply(list(1:2, 3, 4), function(i) wald(coef(o)[i], V[i, i], o$df.residual)))
  # Brant's test under the design: the three cuts' own regressions, and the covariance between them
  cuts <- lapply(1:3, function(k) {
    g <- suppressWarnings(glm(y > k ~ X, family = quasibinomial(), weights = w, control = exact))
    mu <- fitted(g); XX <- cbind(1, X)
    list(b = coef(g)[-1], z = ((w * ((y > k) - mu)) * XX) %*% solve(crossprod(XX * (w * mu * (1 - mu)), XX))[, -1])
  })
  B <- unlist(lapply(cuts, `[[`, "b")); VB <- recvar(do.call(cbind, lapply(cuts, `[[`, "z")), here)
  contrast <- function(i) cbind(-diag(p)[i, , drop = FALSE], diag(p)[i, , drop = FALSE], 0 * diag(p)[i, , drop = FALSE])
  brant <- function(i) {
    C <- rbind(contrast(i), contrast(i)[, c(1:p, 2 * p + 1:p, p + 1:p)])
    wald(drop(C %*% B), C %*% VB %*% t(C), o$df.residual)
  }
  out$brant <- list(by_cut = unname(B), tests = if (o$df.residual > 2 * p) lapply(list(1:4, 1:2, 3, 4), brant))
  R[[name]] <- out
}
write_json(R, "regression.json", digits = NA, auto_unbox = TRUE)
