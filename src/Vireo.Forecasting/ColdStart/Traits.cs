using System.Collections.Immutable;

namespace Vireo.Forecasting.ColdStart;

/// <summary>What is known of a machine before it has a history.</summary>
/// <param name="Kind">What it is: its image, template or scaling group; compared as a whole.</param>
/// <param name="Tags">Labels, compared one by one.</param>
public sealed record Traits(string Kind, ImmutableHashSet<string> Tags)
{
    // One tag in common says more than none, and a shared kind as much as all tags.
    private const double Stranger = 0.02;

    /// <summary>How much another machine's history says about this one, above 0 up to 1.</summary>
    public double Likeness(Traits other)
    {
        int common = Tags.Intersect(other.Tags).Count;
        int all = Tags.Union(other.Tags).Count;
        double tags = all == 0 ? 0 : (double)common / all;
        double kind = string.Equals(Kind, other.Kind, StringComparison.Ordinal) ? 1 : 0;

        return Stranger + ((1 - Stranger) * (kind + tags) * (kind + tags) / 4);
    }
}
