using Vireo.Fleet;

namespace Vireo.Control;

/// <summary>Names of states in sentences.</summary>
public static class DeploymentWords
{
    /// <summary>What stands after "deployment 'shop' is".</summary>
    public static string InWords(this DeploymentStatus status) => status switch
    {
        DeploymentStatus.Running => "running",
        DeploymentStatus.Done => "done",
        DeploymentStatus.Undoing => "being undone",
        DeploymentStatus.Undone => "undone",
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, "There is no such state of a deployment."),
    };
}
