using Vireo.Server.Configuration.Forms;
using Vireo.Simulation.Trials;

namespace Vireo.Server.Configuration.Scenarios;

/// <summary>A load over time.</summary>
internal static class TrialLoadForm
{
    private static readonly ChoiceForm<LoadShape> Shape = new(
    [
        ("step", LoadShape.Step), ("wave", LoadShape.Wave), ("square", LoadShape.Square), ("daily", LoadShape.Daily),
        ("ramp", LoadShape.Ramp),
    ]);

    public static MappingForm<TrialLoad> Form { get; } = new MappingForm<TrialLoad>("a load", new TrialLoad())
        .Key("kind", "How it changes.", Shape, load => load.Kind, (load, kind) => load with { Kind = kind })
        .Required("from", "At first, or at least.", new NumberForm(0, 1e7),
            load => load.From, (load, value) => load with { From = value })
        .Required("to", "In the end, or at most.", new NumberForm(0, 1e7),
            load => load.To, (load, value) => load with { To = value })
        .Key("atHour", "When a step happens, or the hour of the day at which a daily load begins.", Hours,
            load => load.AtHour, (load, value) => load with { AtHour = value })
        .Key("everyHours", "The period of a wave or a square wave.", new NumberForm(0.01, 1_000),
            load => load.EveryHours, (load, value) => load with { EveryHours = value })
        .Key("forHours", "How many hours of the day a daily load lasts.", new NumberForm(0, 24),
            load => load.ForHours, (load, value) => load with { ForHours = value })
        .Check("to", load => load.Most > 0 ? null : "Either 'from' or 'to' has to be above 0.");

    private static NumberForm Hours => new(0, 1_000);
}
