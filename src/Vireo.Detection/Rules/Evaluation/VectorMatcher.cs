using Vireo.Detection.Rules.Expressions;
using Vireo.Detection.Rules.Series;

namespace Vireo.Detection.Rules.Evaluation;

/// <summary>Arithmetic and comparison between two vectors: one to one, or many to one.</summary>
internal static class VectorMatcher
{
    /// <summary>Pairs series by their signatures and applies the operator.</summary>
    /// <exception cref="EvaluationException">A series has several partners where one is wanted.</exception>
    public static List<Sample> Match(BinaryOperation operation, List<Sample> left, List<Sample> right)
    {
        if (left.Count == 0 || right.Count == 0)
        {
            return [];
        }

        VectorMatching matching = operation.Matching;
        bool isSwapped = matching.Many == MatchSide.Right;
        (List<Sample> many, List<Sample> one) = isSwapped ? (right, left) : (left, right);
        var signatures = new Signatures(matching);
        Dictionary<LabelSet, Sample> partners = Partners(one, signatures, isSwapped ? "left" : "right");
        HashSet<LabelSet>? made =
            Uniqueness.IsPlain(matching) && Uniqueness.IsCertain(operation.Left) ? null : [];
        var result = new List<Sample>(many.Count);
        foreach (Sample sample in many)
        {
            LabelSet signature = signatures.Of(sample.Labels);
            if (!partners.TryGetValue(signature, out Sample partner))
            {
                continue;
            }

            (double value, bool holds) = isSwapped
                ? Arithmetic.Pair(operation.Operator, partner.Value, sample.Value)
                : Arithmetic.Pair(operation.Operator, sample.Value, partner.Value);
            if (!holds && !operation.ReturnsBool)
            {
                continue;
            }

            LabelSet labels = ResultLabels(operation, sample.Labels, partner.Labels, signature);
            bool isNew = made?.Add(matching.Many == MatchSide.Neither ? signature : labels) ?? true;
            if (!isNew)
            {
                throw new EvaluationException(matching.Many == MatchSide.Neither
                    ? $"Several series of the left side match {partner.Labels}. Say group_left, or match on more labels."
                    : $"Several series would be called {labels}. Keep a label that tells them apart.");
            }

            result.Add(new(labels, operation.ReturnsBool ? holds ? 1 : 0 : value));
        }

        return result;
    }

    private static Dictionary<LabelSet, Sample> Partners(List<Sample> side, Signatures signatures, string name)
    {
        var partners = new Dictionary<LabelSet, Sample>(side.Count);
        foreach (Sample sample in side)
        {
            if (!partners.TryAdd(signatures.Of(sample.Labels), sample))
            {
                throw new EvaluationException(
                    $"Two series of the {name} side match the same: {partners[signatures.Of(sample.Labels)].Labels} and " +
                    $"{sample.Labels}. One side must be unique: match on more labels, or say which side has many by group_left or group_right.");
            }
        }

        return partners;
    }

    private static LabelSet ResultLabels(BinaryOperation operation, LabelSet many, LabelSet one, LabelSet signature)
    {
        VectorMatching matching = operation.Matching;
        bool dropsName = Arithmetic.DropsName(operation.Operator) || operation.ReturnsBool;
        if (matching.Many == MatchSide.Neither)
        {
            LabelSet kept = matching.IsOn
                ? signature : matching.Labels.Length == 0 ? many : many.Filter(matching.Labels, keep: false);

            return dropsName ? kept.Nameless : kept;
        }

        LabelSet labels = Arithmetic.DropsName(operation.Operator) ? many.Nameless : many;
        foreach (string label in matching.Include)
        {
            labels = labels.With(label, one[label]);
        }

        return operation.ReturnsBool ? labels.Nameless : labels;
    }
}
