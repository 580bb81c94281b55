namespace Vireo.Detection.Logs;

/// <summary>A template as the miner holds it: counted, ordered by use, and merged into a wider one when it proves
/// narrow.</summary>
internal sealed class LearnedTemplate(long id, TokenSequence words)
{
    /// <summary>Unique within the miner.</summary>
    public long Id { get; } = id;

    /// <summary>Its words.</summary>
    public TokenSequence Words { get; } = words;

    /// <summary>Lines seen.</summary>
    public long Lines { get; set; }

    /// <summary>The wider template that took its place; null while it lives.</summary>
    public LearnedTemplate? MergedInto { get; set; }

    /// <summary>Whether it was forgotten for want of room.</summary>
    public bool IsForgotten { get; set; }

    /// <summary>Keys of the widenings that led here.</summary>
    public List<ulong> Widenings { get; } = [];

    /// <summary>The neighbour used later.</summary>
    public LearnedTemplate? Newer { get; set; }

    /// <summary>The neighbour used earlier.</summary>
    public LearnedTemplate? Older { get; set; }

    /// <summary>The one that stands for it now.</summary>
    public LearnedTemplate Current
    {
        get
        {
            LearnedTemplate at = this;
            while (at.MergedInto is { } wider)
            {
                at = wider;
            }

            return at;
        }
    }
}
