using System.Collections.Immutable;
using Vireo.Fleet;

namespace Vireo.Adapters.Probing;

/// <summary>Asks the services of machines all the time, jittered so that they are not asked together and bounded in
/// how many are asked at once, and keeps what they answered until it is read.</summary>
/// <remarks>Response times are means over the answers that were good, errors and losses are shares of all questions. A
/// machine whose address is not known is not asked, and measures nothing.</remarks>
internal sealed class ServiceProber : IAsyncDisposable
{
    /// <summary>How many questions may be open at once.</summary>
    public const int MostAtOnce = 64;

    // Between nine and eleven tenths of the interval.
    private const double Jitter = 0.2;

    private readonly Lock _gate = new();
    private readonly ImmutableArray<Probe> _probes;
    private readonly Func<VirtualMachineId, CancellationToken, Task<string?>> _addressOf;
    private readonly Func<Probe, string, CancellationToken, Task<ServiceAnswer>> _ask;
    private readonly TimeProvider _time;
    private readonly Random _jitter;
    private readonly SemaphoreSlim _free = new(MostAtOnce);
    private readonly Dictionary<(VirtualMachineId Machine, int Probe), Round> _rounds = [];
    private readonly SortedDictionary<VirtualMachineId, ServiceTally> _tallies = [];

    /// <summary>Prepares the questions; nobody is asked before there is somebody to ask.</summary>
    /// <param name="probes">What is asked of whom.</param>
    /// <param name="addressOf">Where a machine answers; null when that is not known now.</param>
    /// <param name="ask">Asks once.</param>
    /// <param name="time">The clock.</param>
    /// <param name="jitter">Spreads the questions.</param>
    public ServiceProber(
        ImmutableArray<Probe> probes, Func<VirtualMachineId, CancellationToken, Task<string?>> addressOf,
        Func<Probe, string, CancellationToken, Task<ServiceAnswer>> ask, TimeProvider time, Random jitter)
    {
        _probes = probes;
        _addressOf = addressOf;
        _ask = ask;
        _time = time;
        _jitter = jitter;
    }

    /// <summary>Asks these machines from now on and no others.</summary>
    public void Follow(IEnumerable<(VirtualMachineId Id, string Name)> running)
    {
        ArgumentNullException.ThrowIfNull(running);
        var wanted = running
            .SelectMany(machine => Enumerable.Range(0, _probes.Length)
                .Where(probe => _probes[probe].Names.Any(pattern => NamePattern.Matches(pattern, machine.Name)))
                .Select(probe => (machine.Id, probe)))
            .ToHashSet();
        lock (_gate)
        {
            foreach (var gone in _rounds.Keys.Where(key => !wanted.Contains(key)).ToList())
            {
                _rounds[gone].Stop.Cancel();
                _rounds.Remove(gone);
                _tallies.Remove(gone.Machine);
            }

            foreach (var (machine, probe) in wanted.Where(key => !_rounds.ContainsKey(key)).Order())
            {
                var stop = new CancellationTokenSource();
                var first = _probes[probe].Every * _jitter.NextDouble();
                _rounds.Add((machine, probe), new Round(stop, AskOnAndOnAsync(machine, _probes[probe], first, stop.Token)));
            }
        }
    }

    /// <summary>What was answered since this was last called.</summary>
    public ImmutableArray<Measurement> Take()
    {
        lock (_gate)
        {
            var at = _time.GetUtcNow();
            ImmutableArray<Measurement> taken = [.. _tallies.SelectMany(tally => tally.Value.Measurements(tally.Key, at))];
            _tallies.Clear();

            return taken;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        List<Round> open;
        lock (_gate)
        {
            open = [.. _rounds.Values];
            _rounds.Clear();
        }

        foreach (var round in open)
        {
            await round.Stop.CancelAsync();
        }

        await Task.WhenAll(open.Select(round => round.Running));
        _free.Dispose();
    }

    private async Task AskOnAndOnAsync(VirtualMachineId machine, Probe probe, TimeSpan first, CancellationToken stop)
    {
        string address = "";
        var wait = first;
        try
        {
            while (true)
            {
                await Task.Delay(wait, _time, stop).ConfigureAwait(false);
                address = await AskAsync(machine, probe, address, stop).ConfigureAwait(false);
                wait = probe.Every * (1 + (Jitter * (NextDouble() - 0.5)));
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // It is not asked any more.
        }
    }

    // The address to ask at next time; empty to look it up anew: a machine that does not answer may have another one.
    private async Task<string> AskAsync(VirtualMachineId machine, Probe probe, string known, CancellationToken stop)
    {
        await _free.WaitAsync(stop).ConfigureAwait(false);
        try
        {
            string address = probe.Address.Length > 0 ? probe.Address
                : known.Length > 0 ? known
                : await _addressOf(machine, stop).ConfigureAwait(false) ?? "";
            if (address.Length == 0)
            {
                return "";
            }

            var answer = await _ask(probe, address, stop).ConfigureAwait(false);
            lock (_gate)
            {
                // A machine that is not followed any more has no figures.
                if (!stop.IsCancellationRequested)
                {
                    _tallies[machine] = _tallies.GetValueOrDefault(machine).With(probe.Kind, answer);
                }
            }

            return answer.IsGood ? address : "";
        }
        finally
        {
            _free.Release();
        }
    }

    private double NextDouble()
    {
        lock (_gate)
        {
            return _jitter.NextDouble();
        }
    }

    private sealed record Round(CancellationTokenSource Stop, Task Running);
}
