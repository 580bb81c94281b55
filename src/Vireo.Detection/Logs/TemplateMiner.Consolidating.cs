using System.Runtime.InteropServices;

namespace Vireo.Detection.Logs;

/// <content>Two positions that vary together show only when many templates are compared, so this is done now and
/// then.</content>
public sealed partial class TemplateMiner
{
    private const int MostBetweenConsolidations = 256;
    private const int FewestWords = 4;
    private const int MostWords = 24;

    /// <summary>Merges templates that differ in two positions, both with many words. Runs by itself as templates
    /// grow; call it before reading templates at the end of a file.</summary>
    /// <remarks>Time and memory in proportion to the templates and the square of their words, at most 24.</remarks>
    public void Consolidate()
    {
        _sinceConsolidation = 0;
        foreach (IGrouping<int, LearnedTemplate> sameLength in _order.NewestFirst
            .Where(template => template.Words.Length is >= FewestWords and <= MostWords)
            .OrderBy(template => template.Id)
            .GroupBy(template => template.Words.Length)
            .ToArray())
        {
            ConsolidateLength([.. sameLength]);
        }
    }

    private void ConsolidateLength(LearnedTemplate[] templates)
    {
        if (templates.Length < _options.WordsThatVary)
        {
            return;
        }

        var pairs = new Dictionary<ulong, (int First, int Second, List<LearnedTemplate> Members)>();
        foreach (LearnedTemplate template in templates)
        {
            AddPairs(template, pairs);
        }

        foreach ((ulong key, (int first, int second, List<LearnedTemplate> members)) in pairs)
        {
            members.RemoveAll(member => member.MergedInto is not null);
            if (members.Count >= _options.WordsThatVary && Varies(members, first) && Varies(members, second))
            {
                _widenings.Add(key, members[0].Words.Length, first, second);
                LearnedTemplate wide = Place(members[0].Words.Widened(first).Widened(second), 0).Current;
                wide.Widenings.Add(key);
                Merge(CollectionsMarshal.AsSpan(members), wide);
            }
        }
    }

    private static void AddPairs(
        LearnedTemplate template, Dictionary<ulong, (int First, int Second, List<LearnedTemplate> Members)> pairs)
    {
        TokenSequence words = template.Words;
        for (int first = 1; first < words.Length; first++)
        {
            for (int second = first + 1; second < words.Length && words.CanWiden(first); second++)
            {
                if (words.CanWiden(second))
                {
                    ref (int First, int Second, List<LearnedTemplate> Members) pair = ref CollectionsMarshal
                        .GetValueRefOrAddDefault(pairs, words.HashWidened(first, second), out bool exists);
                    if (!exists)
                    {
                        pair = (first, second, new(1));
                    }

                    pair.Members.Add(template);
                }
            }
        }
    }

    private bool Varies(List<LearnedTemplate> members, int position) =>
        members.Select(member => member.Words.WordHash(position)).Distinct().Count() >= _options.WordsThatVary;
}
