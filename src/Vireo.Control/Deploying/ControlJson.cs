using System.Collections.Immutable;
using System.Text.Json;

namespace Vireo.Control;

/// <summary>How steps of deployments are stored.</summary>
internal static class ControlJson
{
    public static byte[] WriteSteps(ImmutableArray<DeploymentStep> steps) =>
        JsonSerializer.SerializeToUtf8Bytes(steps, ControlJsonContext.Default.ImmutableArrayDeploymentStep);

    public static ImmutableArray<DeploymentStep> ReadSteps(byte[] json) =>
        JsonSerializer.Deserialize(json, ControlJsonContext.Default.ImmutableArrayDeploymentStep);
}
