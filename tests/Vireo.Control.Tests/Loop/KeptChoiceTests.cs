using Vireo.Fleet;
using Vireo.Forecasting;
using Vireo.Forecasting.Selection;
using Vireo.Telemetry.Storage;

namespace Vireo.Control.Tests;

public sealed class KeptChoiceTests
{
    private const int Days = 2;
    private static readonly TimeSpan Step = TimeSpan.FromMinutes(5);
    private static readonly SeriesKey Cpu = new(EntityId.Of(Fleets.MachineId(1)), Metric.CpuUsage);

    [Fact]
    public async Task Which_models_were_chosen_and_why_survives_a_restart()
    {
        using var world = new LoopWorld();
        world.Telemetry = new InMemoryTelemetryStore();
        await world.Telemetry.AppendAsync(Load(world.Time.Now), TestContext.Current.CancellationToken);
        world.Start();
        world.RunUntil(state => state.Cycle == 2);
        ModelReport before = Chosen(world.Forecaster!);
        world.Stop();

        world.Start();
        world.RunUntil(state => state.Cycle == 1);

        ModelReport after = Chosen(world.Forecaster!);
        Assert.NotEmpty(before.Trials);
        Assert.Equal(before.Model, after.Model);
        Assert.Equal(before.Trials.AsEnumerable(), after.Trials);
        Assert.DoesNotContain(world.Forecaster!.TakeChoices(), choice => choice.Series == Cpu.ToString());
    }

    [Fact]
    public async Task A_thorough_choice_survives_a_restart_with_its_evidence_and_is_not_made_again()
    {
        using var world = new LoopWorld { Policy = new Policy { RefineModels = true } };
        world.Telemetry = new InMemoryTelemetryStore();
        await world.Telemetry.AppendAsync(Load(world.Time.Now), TestContext.Current.CancellationToken);
        world.Start();
        world.RunUntil(state => state.Cycle == 2);
        ModelReport before = Chosen(world.Forecaster!);
        world.Stop();

        world.Start();
        world.RunUntil(state => state.Cycle == 1);

        ModelReport after = Chosen(world.Forecaster!);
        Assert.Equal(Effort.Thorough, before.Effort);
        Assert.Equal((before.Effort, before.ChosenAt, before.Model), (after.Effort, after.ChosenAt, after.Model));
        Assert.Equal(before.Trials.AsEnumerable(), after.Trials);
        Assert.DoesNotContain(world.Forecaster!.TakeChoices(), choice => choice.Series == Cpu.ToString());
    }

    private static ModelReport Chosen(FleetForecaster forecaster) => forecaster.Report().Single(report => report.Key == Cpu);

    // Around 2,000 MHz, restless.
    private static Measurement[] Load(DateTimeOffset now)
    {
        var random = new Random(5);

        return
        [
            .. Enumerable.Range(1, (int)(TimeSpan.FromDays(Days) / Step)).Select(back => now - (back * Step)).Reverse()
                .Select(at => new Measurement(Cpu, at, 2_000 + (400 * random.NextDouble()))),
        ];
    }
}
