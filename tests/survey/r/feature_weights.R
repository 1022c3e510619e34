# Weights of features by R's `survival` and `survey`: best-worst choices, paired comparisons, shared-out points. Run in this folder.
suppressMessages({library(survival); library(survey); library(jsonlite)})
set.seed(31)
k <- 6; worth <- c(1.2, 0.6, 0.2, 0, -0.5, -1.1); softmax <- function(u) exp(u) / sum(exp(u))

# Best-worst: each set is a choice of the best, then a choice of the worst among the rest with the signs turned
people <- 45; sets <- 5
person <- rep(1:people, each = sets); w <- rep(round(runif(people, 0.4, 2.5), 2), each = sets); stratum <- (person - 1) %% 3
shown <- t(sapply(person, function(i) { s <- sample(k, 4); if (runif(1) < 0.2) s[4] <- 0; s }))
picked <- t(apply(shown, 1, function(s) {
  s <- s[s > 0]; best <- sample(s, 1, prob = softmax(worth[s])); rest <- setdiff(s, best)
  c(best, rest[sample(length(rest), 1, prob = softmax(-worth[rest]))]) }))
long <- do.call(rbind, lapply(seq_along(person), function(i) {
  s <- shown[i, shown[i, ] > 0]; rest <- setdiff(s, picked[i, 1])
  rbind(data.frame(choice = 2 * i, person = person[i], w = w[i], item = s, sign = 1, chosen = s == picked[i, 1]),
        data.frame(choice = 2 * i + 1, person = person[i], w = w[i], item = rest, sign = -1, chosen = rest == picked[i, 2])) }))
X <- sapply(2:k, function(j) long$sign * (long$item == j)); colnames(X) <- paste0("item", 2:k)
long <- cbind(long, X)
right <- reformulate(c(colnames(X), "strata(choice)"))
tight <- coxph.control(eps = 1e-14, toler.chol = 1e-15, iter.max = 100)
plain <- clogit(update(right, chosen ~ .), long, method = "exact", control = tight)
robust <- clogit(update(right, chosen ~ . + cluster(person)), long, weights = w, method = "breslow", control = tight)
best_worst <- list(person = person, w = w, shown = shown - 1, best = picked[, 1] - 1, worst = picked[, 2] - 1, stratum = stratum,
                   plain = list(b = unname(coef(plain)), V = unname(vcov(plain)), log_likelihood = plain$loglik[2]),
                   robust = list(b = unname(coef(robust)), V = unname(robust$var)))

# Paired comparisons, with ties and people who skipped
n <- 200; first <- sample(k, n, TRUE); second <- (first - 1 + sample(k - 1, n, TRUE)) %% k + 1
y <- rbinom(n, 1, plogis(worth[first] - worth[second])); y[sample(n, 15)] <- 0.5; y[c(4, 9)] <- NA
pw <- data.frame(person = rep(1:50, each = 4), stratum = rep(1:50, each = 4) %% 2, w = rep(round(runif(50, 0.4, 2.5), 2), each = 4), y = y)
P <- sapply(2:k, function(j) (first == j) - (second == j)); colnames(P) <- paste0("item", 2:k)
d <- svydesign(ids = ~person, strata = ~stratum, weights = ~w, data = cbind(pw, P))
bt <- svyglm(reformulate(c(0, colnames(P)), "y"), d, family = quasibinomial(), control = list(epsilon = 1e-14, maxit = 100))
pairwise <- c(as.list(pw), list(first = first - 1, second = second - 1, b = unname(coef(bt)), V = unname(vcov(bt)), df = bt$df.residual))

# Points: 40 people in clusters, three of whom did not answer
points <- t(rmultinom(40, 100, softmax(worth))); points[c(5, 6, 33), ] <- NA
a <- data.frame(cluster = rep(1:20, 2), w = round(runif(40, 0.4, 2.5), 2)); a <- cbind(a, share = points / 100)
m <- svymean(reformulate(grep("share", names(a), value = TRUE)), svydesign(ids = ~cluster, weights = ~w, data = a), na.rm = TRUE)
allocation <- list(cluster = a$cluster, w = a$w, points = points, b = unname(coef(m)), V = unname(vcov(m)))
write_json(list(best_worst = best_worst, pairwise = pairwise, allocation = allocation), "feature_weights.json", digits = NA, auto_unbox = TRUE, na = "null")
