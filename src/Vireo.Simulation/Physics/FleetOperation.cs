using Vireo.Fleet;

namespace Vireo.Simulation;

/// <summary>Something that takes time in a simulated fleet, from its start to its end.</summary>
internal sealed class FleetOperation
{
    public required FleetAction Action { get; init; }

    public required double StartedAt { get; init; }

    public required double EndsAt { get; init; }

    /// <summary>Index of the machine or host it is done to.</summary>
    public required int Subject { get; init; }

    /// <summary>Index of the host a machine moves to or starts on; -1 where that means nothing.</summary>
    public int Target { get; init; } = -1;

    /// <summary>A migration that is doomed fails when it is due.</summary>
    public bool IsDoomed { get; init; }

    public ActionPhase Phase { get; private set; } = ActionPhase.Running;

    public string Detail { get; private set; } = "";

    public bool IsRunning => Phase == ActionPhase.Running;

    public double ProgressAt(double now) =>
        !IsRunning ? 1 : EndsAt > StartedAt ? Math.Clamp((now - StartedAt) / (EndsAt - StartedAt), 0, 1) : 1;

    public void Succeed(string detail) => (Phase, Detail) = (ActionPhase.Succeeded, detail);

    public void Fail(string detail) => (Phase, Detail) = (ActionPhase.Failed, detail);
}
