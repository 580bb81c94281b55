namespace Vireo.Detection.Rules.Evaluation;

/// <summary>How an alert stands.</summary>
public enum AlertState
{
    /// <summary>It no longer holds.</summary>
    Inactive,

    /// <summary>It holds, not long enough yet.</summary>
    Pending,

    /// <summary>It fires.</summary>
    Firing,
}
