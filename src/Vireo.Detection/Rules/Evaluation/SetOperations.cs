using Vireo.Detection.Rules.Expressions;
using Vireo.Detection.Rules.Series;

namespace Vireo.Detection.Rules.Evaluation;

/// <summary><c>and</c>, <c>or</c>, <c>unless</c>.</summary>
internal static class SetOperations
{
    /// <summary>Joins two vectors.</summary>
    public static List<Sample> Join(BinaryOperator kind, VectorMatching matching, List<Sample> left, List<Sample> right)
    {
        var signatures = new Signatures(matching);
        if (kind == BinaryOperator.Or)
        {
            HashSet<LabelSet> known = AllOf(left, signatures);
            left.AddRange(right.Where(sample => !known.Contains(signatures.Of(sample.Labels))));

            return left;
        }

        HashSet<LabelSet> other = AllOf(right, signatures);
        bool keepsFound = kind == BinaryOperator.And;
        left.RemoveAll(sample => other.Contains(signatures.Of(sample.Labels)) != keepsFound);

        return left;
    }

    private static HashSet<LabelSet> AllOf(List<Sample> samples, Signatures signatures)
    {
        var known = new HashSet<LabelSet>(samples.Count);
        foreach (Sample sample in samples)
        {
            known.Add(signatures.Of(sample.Labels));
        }

        return known;
    }
}
