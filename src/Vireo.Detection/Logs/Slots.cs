using System.Runtime.InteropServices;

namespace Vireo.Detection.Logs;

/// <summary>Templates that differ in one position only, by that position and its surroundings.</summary>
internal sealed class Slots
{
    // A position with this many words counts as a value whatever else is known; more need not be remembered.
    private const int Remembered = 16;

    private readonly Dictionary<ulong, List<LearnedTemplate>> _slots = [];

    /// <summary>The templates in a slot.</summary>
    public IReadOnlyList<LearnedTemplate> this[ulong key] =>
        _slots.TryGetValue(key, out List<LearnedTemplate>? members) ? members : [];

    /// <summary>Enters a template at each of its positions.</summary>
    public void Add(LearnedTemplate template)
    {
        TokenSequence words = template.Words;
        for (int i = 0; i < words.Length && words.Length > 1; i++)
        {
            if (words.CanWiden(i))
            {
                ref List<LearnedTemplate>? members =
                    ref CollectionsMarshal.GetValueRefOrAddDefault(_slots, words.HashWidened(i), out _);
                members ??= new(1);
                if (members.Count < Remembered)
                {
                    members.Add(template);
                }
            }
        }
    }

    /// <summary>Takes a template out of every slot.</summary>
    public void Remove(LearnedTemplate template)
    {
        TokenSequence words = template.Words;
        for (int i = 0; i < words.Length; i++)
        {
            if (words.CanWiden(i) && _slots.TryGetValue(words.HashWidened(i), out List<LearnedTemplate>? members)
                && members.Remove(template) && members.Count == 0)
            {
                _slots.Remove(words.HashWidened(i));
            }
        }
    }
}
