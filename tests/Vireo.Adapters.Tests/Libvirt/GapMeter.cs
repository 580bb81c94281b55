using Vireo.Adapters.Probing;

namespace Vireo.Adapters.Tests.Libvirt;

/// <summary>Asks a guest all the time, and remembers the longest time between two good answers.</summary>
internal sealed class GapMeter : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _asking;
    private long _last = TimeProvider.System.GetTimestamp();
    private TimeSpan _longest;

    public GapMeter(int octet) => _asking = AskAsync(LabHosts.AddressOf(octet));

    /// <summary>The longest gap so far.</summary>
    public TimeSpan Longest
    {
        get
        {
            lock (_stop)
            {
                return _longest;
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _asking;
        _stop.Dispose();
    }

    private async Task AskAsync(string address)
    {
        var time = TimeProvider.System;
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                var answer = await ServiceQuestion.HttpAsync(
                    address, 80, "/cgi-bin/stats", TimeSpan.FromSeconds(2), time, _stop.Token);
                if (answer.IsGood)
                {
                    Note(time.GetTimestamp());
                }
            }
            catch (OperationCanceledException)
            {
                // The test is over.
            }
        }
    }

    private void Note(long now)
    {
        lock (_stop)
        {
            var gap = TimeProvider.System.GetElapsedTime(_last, now);
            _longest = gap > _longest ? gap : _longest;
            _last = now;
        }
    }
}
