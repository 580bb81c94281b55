using System.Collections.Concurrent;
using System.Net;

namespace Vireo.Server.Security;

/// <summary>Slows down guessing: an address that failed too often has to wait, whatever it shows next.</summary>
internal sealed class FailureLimiter(TimeProvider time)
{
    public const int FailuresAllowed = 10;
    private const int MostAddresses = 10_000;
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<IPAddress, Record> _failures = new();

    /// <summary>How long an address has to wait; zero when it may try.</summary>
    public TimeSpan WaitOf(IPAddress? address)
    {
        var now = time.GetUtcNow();

        return _failures.TryGetValue(Key(address), out var record) && record.Count >= FailuresAllowed && record.Ends > now
            ? record.Ends - now
            : TimeSpan.Zero;
    }

    /// <summary>Notes that an address showed a wrong token.</summary>
    public void Failed(IPAddress? address)
    {
        var now = time.GetUtcNow();
        if (_failures.Count >= MostAddresses)
        {
            ForgetPast(now);
        }

        _failures.AddOrUpdate(
            Key(address),
            _ => new Record(1, now + Window),
            (_, known) => known.Ends > now ? known with { Count = known.Count + 1 } : new Record(1, now + Window));
    }

    private void ForgetPast(DateTimeOffset now)
    {
        foreach (var (address, record) in _failures)
        {
            if (record.Ends <= now)
            {
                _failures.TryRemove(address, out _);
            }
        }

        if (_failures.Count >= MostAddresses)
        {
            // Attacked from more addresses than can be remembered: forgetting is safe, memory is not.
            _failures.Clear();
        }
    }

    private static IPAddress Key(IPAddress? address) => address ?? IPAddress.Loopback;

    private sealed record Record(int Count, DateTimeOffset Ends);
}
