using Vireo.Fleet;
using Vireo.Server.Configuration;

namespace Vireo.Server.Hosting;

/// <summary>What runs where nothing is configured: the generated fleet, with one site that Vireo scales for its
/// users.</summary>
internal static class DemoConfiguration
{
    /// <summary>The configuration, with the demonstration where it names no provider.</summary>
    public static ServerConfiguration Or(ServerConfiguration configuration) => configuration.Providers.IsEmpty
        ? configuration with
        {
            Providers = [new ProviderSettings { Name = "demo" }],

            // It is a simulation, so autopilot harms nobody and shows what Vireo does.
            Policies = configuration.Policies.IsEmpty
                ? [new Policy { Name = "demo", DefaultMode = OperatingMode.Autopilot }]
                : configuration.Policies,
            Templates = configuration.Templates.IsEmpty ? [Small] : configuration.Templates,
            Groups = configuration.Groups.IsEmpty && configuration.Templates.IsEmpty ? [Site] : configuration.Groups,
        }
        : configuration;

    private static VmTemplate Small { get; } = new(new VmTemplateId("web-small"), 1, "", 2, new MemoryBytes(4L << 30));

    private static VmGroup Site { get; } = new()
    {
        Id = new VmGroupId("site-00"),
        Template = Small.Id,
        Minimum = 3,
        Maximum = 8,
        ResponseTime = TimeSpan.FromMilliseconds(30),
        Rules = [new TargetTracking(1, 0.1), new PredictiveScaling(0.95)],
    };
}
