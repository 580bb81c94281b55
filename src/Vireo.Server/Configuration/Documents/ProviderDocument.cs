using Vireo.Server.Configuration.Forms;

namespace Vireo.Server.Configuration.Documents;

/// <summary><c>kind: Provider</c>: a hypervisor system, at present a simulated one.</summary>
internal static class ProviderDocument
{
    private static readonly ChoiceForm<ProviderType> Type = new([("simulation", ProviderType.Simulation)]);

    private static readonly ChoiceForm<ScenarioKind> Scenario = new(
    [
        ("demo", ScenarioKind.Demo),
        ("planetlab", ScenarioKind.PlanetLab),
        ("bitbrains", ScenarioKind.Bitbrains),
        ("traces", ScenarioKind.Traces),
    ]);

    public static MappingForm<ProviderSettings> Form { get; } =
        new MappingForm<ProviderSettings>("Provider", new ProviderSettings())
            .Required("name", "Names the provider, and the cluster of a simulated one.", Values.Name,
                provider => provider.Name, (provider, name) => provider with { Name = name })
            .Required("type", "Which kind of system.", Type, provider => provider.Type, (provider, type) => provider with { Type = type })
            .Key("policy", "The name of the policy in force; not needed where there is one policy only.", Values.Name,
                provider => provider.Policy.Length == 0 ? null : provider.Policy,
                (provider, policy) => provider with { Policy = policy })
            .Required("scenario", "Which fleet is simulated.", Scenario,
                provider => provider.Simulation.Scenario, (provider, value) => With(provider, s => s with { Scenario = value }))
            .Key("traces", "File or folder with recorded load; relative to this file.", new TextForm("a path"),
                provider => provider.Simulation.Traces, (provider, value) => With(provider, s => s with { Traces = value }))
            .Key("speed", "Virtual seconds per real second.", new NumberForm(0.1, 100_000),
                provider => provider.Simulation.Speed, (provider, value) => With(provider, s => s with { Speed = value }))
            .Key("warmUp", "Virtual time that passes flat out at the start.", Values.Duration(TimeSpan.Zero, TimeSpan.FromDays(60)),
                provider => provider.Simulation.WarmUp, (provider, value) => With(provider, s => s with { WarmUp = value }))
            .Optional<int>("hosts", "How many hosts.", new IntegerForm(1, 20_000),
                provider => provider.Simulation.Hosts, (provider, value) => With(provider, s => s with { Hosts = value }))
            .Optional<int>("vms", "How many virtual machines at most.", new IntegerForm(1, 200_000),
                provider => provider.Simulation.Vms, (provider, value) => With(provider, s => s with { Vms = value }))
            .Key("seed", "Of everything random: the same seed gives the same fleet.", new IntegerForm(0, int.MaxValue),
                provider => provider.Simulation.Seed, (provider, value) => With(provider, s => s with { Seed = value }))
            .Check("traces", provider => (provider.Simulation.Scenario, provider.Simulation.Traces) switch
            {
                (ScenarioKind.Demo, not null) => "The scenario 'demo' generates its load; leave 'traces' out.",
                (not ScenarioKind.Demo, null) => "This scenario replays recorded load; the key 'traces' says where it is.",
                _ => null,
            });

    private static ProviderSettings With(ProviderSettings provider, Func<SimulationSettings, SimulationSettings> change) =>
        provider with { Simulation = change(provider.Simulation) };
}
