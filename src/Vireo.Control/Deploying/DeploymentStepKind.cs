using System.Text.Json.Serialization;

namespace Vireo.Control;

/// <summary>What a step of a deployment does.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<DeploymentStepKind>))]
public enum DeploymentStepKind
{
    /// <summary>Makes the machine, off.</summary>
    Create,

    /// <summary>Starts it.</summary>
    Boot,

    /// <summary>Lets it take its user data.</summary>
    Configure,

    /// <summary>Waits until its health check passes.</summary>
    Check,

    /// <summary>Stops it, because the deployment is undone.</summary>
    Stop,

    /// <summary>Deletes it, because the deployment is undone.</summary>
    Delete,
}
