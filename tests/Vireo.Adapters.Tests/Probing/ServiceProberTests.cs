using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.Extensions.Time.Testing;
using Vireo.Adapters.Probing;
using Vireo.Fleet;

namespace Vireo.Adapters.Tests.Probing;

public sealed class ServiceProberTests
{
    private static readonly Probe Web = new() { Names = ["web-*"], Kind = ProbeKind.Http, Port = 80, Path = "/" };
    private static readonly Probe Echo = new() { Names = ["*"], Kind = ProbeKind.Icmp };
    private static readonly VirtualMachineId First = new("1");
    private static readonly VirtualMachineId Second = new("2");

    private readonly FakeTimeProvider _time = new();
    private readonly ConcurrentQueue<(ProbeKind Kind, string Address)> _asked = [];
    private Func<Probe, string, CancellationToken, Task<ServiceAnswer>> _answer = (_, _, _) => Good(milliseconds: 20);
    private Func<VirtualMachineId, string?> _addressOf = machine => $"10.0.0.{machine.Value}";

    [Fact]
    public async Task Means_of_good_answers_and_shares_of_bad_ones_are_measured_for_machines_whose_names_fit()
    {
        int turn = 0;
        _answer = (probe, _, _) => probe.Kind == ProbeKind.Icmp ? Bad()
            : (turn++ % 4) switch { 0 => Good(10), 1 => Good(30), 2 => Good(80), _ => Bad() };
        await using var prober = Prober(Web, Echo);
        prober.Follow([(First, "web-1"), (Second, "db-1")]);

        await PassAsync(minutes: 2);

        var taken = prober.Take();
        Assert.Equal(
            [(First, Metric.ResponseTime), (First, Metric.ErrorRate), (First, Metric.PacketLoss), (Second, Metric.PacketLoss)],
            taken.Select(measured => (new VirtualMachineId(measured.Series.Entity.Value), measured.Series.Metric)));
        Assert.InRange(taken[0].Value, 0.03, 0.05);
        Assert.InRange(taken[1].Value, 0.15, 0.3);
        Assert.Equal([1, 1], taken.Skip(2).Select(measured => measured.Value));
        Assert.All(taken, measured => Assert.Equal(_time.GetUtcNow(), measured.At));
        Assert.Empty(prober.Take());
    }

    [Fact]
    public async Task Questions_come_at_their_interval_and_are_spread()
    {
        await using var prober = Prober(Web);
        prober.Follow([.. Enumerable.Range(0, 40).Select(i => (new VirtualMachineId($"{i}"), $"web-{i}"))]);

        var counts = new List<int>();
        for (int second = 0; second < 100; second++)
        {
            int before = _asked.Count;
            await PassAsync(seconds: 1);
            counts.Add(_asked.Count - before);
        }

        Assert.InRange(_asked.Count, 360, 440);
        Assert.True(counts.Max() <= 12, $"{counts.Max()} questions in one second.");
    }

    [Fact]
    public async Task Never_more_questions_are_open_than_the_bound_and_the_rest_wait()
    {
        var open = new ConcurrentQueue<TaskCompletionSource<ServiceAnswer>>();
        _answer = (_, _, _) =>
        {
            var answer = new TaskCompletionSource<ServiceAnswer>(TaskCreationOptions.RunContinuationsAsynchronously);
            open.Enqueue(answer);

            return answer.Task;
        };
        await using var prober = Prober(Web);
        prober.Follow([.. Enumerable.Range(0, 200).Select(i => (new VirtualMachineId($"{i:d3}"), $"web-{i}"))]);

        await PassAsync(seconds: 30);
        Assert.Equal(ServiceProber.MostAtOnce, open.Count);

        // The clock stands: those that wait come as soon as there is room, and all of them.
        for (int answered = 0; answered < 200;)
        {
            if (open.TryDequeue(out var answer))
            {
                Assert.InRange(open.Count, 0, ServiceProber.MostAtOnce - 1);
                answer.SetResult(new ServiceAnswer("", TimeSpan.Zero));
                answered++;
            }

            await Task.Yield();
        }

        _answer = (_, _, _) => Good(1);
    }

    [Fact]
    public async Task A_machine_that_has_gone_is_not_asked_and_has_no_figures()
    {
        await using var prober = Prober(Web);
        prober.Follow([(First, "web-1")]);
        await PassAsync(minutes: 1);

        prober.Follow([]);
        int asked = _asked.Count;
        await PassAsync(minutes: 1);

        Assert.Equal(asked, _asked.Count);
        Assert.Empty(prober.Take());
    }

    [Fact]
    public async Task Without_an_address_nothing_is_measured_and_after_a_failure_it_is_looked_up_again()
    {
        string? address = null;
        _addressOf = _ => address;
        _answer = (_, at, _) => at == "10.0.0.9" ? Good(5) : Bad();
        await using var prober = Prober(Web);
        prober.Follow([(First, "web-1")]);

        await PassAsync(minutes: 1);
        Assert.Empty(_asked);
        Assert.Empty(prober.Take());

        address = "10.0.0.8";
        await PassAsync(minutes: 1);
        Assert.Equal(1, Assert.Single(prober.Take()).Value);

        address = "10.0.0.9";
        await PassAsync(minutes: 1);
        Assert.Equal("10.0.0.9", _asked.Last().Address);
    }

    private static Task<ServiceAnswer> Good(double milliseconds) =>
        Task.FromResult(new ServiceAnswer("", TimeSpan.FromMilliseconds(milliseconds)));

    private static Task<ServiceAnswer> Bad() => Task.FromResult(new ServiceAnswer("refused", TimeSpan.Zero));

    private ServiceProber Prober(params ImmutableArray<Probe> probes) => new(
        probes, (machine, _) => Task.FromResult(_addressOf(machine)),
        (probe, address, stop) =>
        {
            _asked.Enqueue((probe.Kind, address));

            return _answer(probe, address, stop);
        },
        _time, new Random(5));

    // In steps, so that what waits for the clock goes on in between.
    private async Task PassAsync(int minutes = 0, int seconds = 0)
    {
        for (int tenth = 0; tenth < ((60 * minutes) + seconds) * 10; tenth++)
        {
            _time.Advance(TimeSpan.FromMilliseconds(100));
            await Task.Yield();
        }
    }
}
