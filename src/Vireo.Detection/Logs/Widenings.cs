namespace Vireo.Detection.Logs;

/// <summary>Which positions are known to vary, in which surroundings.</summary>
/// <remarks>A key is the hash of the sequence with the position widened, so one look-up tells whether a word is a value
/// there, without looking for templates that are alike.</remarks>
internal sealed class Widenings
{
    private readonly HashSet<ulong> _keys = [];
    private readonly Dictionary<int, HashSet<(int First, int Second)>> _pairs = [];

    /// <summary>Learns that one position varies.</summary>
    public void Add(ulong key) => _keys.Add(key);

    /// <summary>Learns that two positions vary together.</summary>
    public void Add(ulong key, int words, int first, int second)
    {
        _keys.Add(key);
        if (!_pairs.TryGetValue(words, out HashSet<(int First, int Second)>? pairs))
        {
            _pairs[words] = pairs = [];
        }

        pairs.Add((first, second));
    }

    /// <summary>Forgets.</summary>
    public void Remove(ulong key) => _keys.Remove(key);

    /// <summary>Widens a sequence wherever it is known to vary.</summary>
    public TokenSequence Apply(TokenSequence words)
    {
        while (_keys.Count > 0)
        {
            TokenSequence wider = ApplyOnce(words);
            if (ReferenceEquals(wider, words))
            {
                break;
            }

            words = wider;
        }

        return words;
    }

    private TokenSequence ApplyOnce(TokenSequence words)
    {
        for (int i = 0; i < words.Length; i++)
        {
            if (words.CanWiden(i) && _keys.Contains(words.HashWidened(i)))
            {
                return words.Widened(i);
            }
        }

        if (_pairs.TryGetValue(words.Length, out HashSet<(int First, int Second)>? pairs))
        {
            foreach ((int first, int second) in pairs)
            {
                if (words.CanWiden(first) && words.CanWiden(second) && _keys.Contains(words.HashWidened(first, second)))
                {
                    return words.Widened(first).Widened(second);
                }
            }
        }

        return words;
    }
}
