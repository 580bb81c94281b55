using System.Text;

namespace Vireo.Adapters.Logs;

/// <summary>Cuts a stream into messages: each with its length before it, or ended by a line break (RFC 6587 section
/// 3.4).</summary>
/// <remarks>What is longer than is kept is cut; its rest is skipped.</remarks>
internal sealed class SyslogFrames(Action<string> take)
{
    private const int MostBytes = 65_536;
    private const int MostDigits = 7;

    private readonly List<byte> _bytes = [];
    private long _left = -1;
    private bool _isSkipping;

    /// <summary>Takes bytes as they come, in whatever pieces.</summary>
    public void Add(ReadOnlySpan<byte> bytes)
    {
        foreach (byte one in bytes)
        {
            if (_left >= 0)
            {
                AddCounted(one);
            }
            else
            {
                AddOne(one);
            }
        }
    }

    /// <summary>Ends what has no end: the connection is over.</summary>
    public void End() => Finish();

    private void AddCounted(byte one)
    {
        if (_bytes.Count < MostBytes)
        {
            _bytes.Add(one);
        }

        if (--_left == 0)
        {
            _left = -1;
            Finish();
        }
    }

    private void AddOne(byte one)
    {
        if (one is (byte)'\n' or 0)
        {
            Finish();
        }
        else if (one == ' ' && !_isSkipping && _bytes.Count is > 0 and <= MostDigits && _bytes.TrueForAll(digit => digit is >= (byte)'0' and <= (byte)'9'))
        {
            _left = _bytes.Aggregate(0L, (number, digit) => (10 * number) + (digit - '0'));
            _bytes.Clear();
            _left = _left == 0 ? -1 : _left;
        }
        else if (_bytes.Count < MostBytes)
        {
            _bytes.Add(one);
        }
        else
        {
            _isSkipping = true;
        }
    }

    private void Finish()
    {
        string text = Encoding.UTF8.GetString(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_bytes)).TrimEnd('\r', '\n');
        _bytes.Clear();
        _isSkipping = false;
        if (text.Length > 0)
        {
            take(text);
        }
    }
}
