using System.Text.Json.Serialization;

namespace Vireo.Control;

/// <summary>How far a plan has come.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<PlanStatus>))]
public enum PlanStatus
{
    /// <summary>Shown only.</summary>
    Recommended,

    /// <summary>Waits for a person.</summary>
    AwaitingApproval,

    /// <summary>Being carried out.</summary>
    Executing,

    /// <summary>Everything that was approved has ended.</summary>
    Done,

    /// <summary>A person said no.</summary>
    Rejected,

    /// <summary>Waited too long (S18).</summary>
    Expired,

    /// <summary>Guard rails refused all of it.</summary>
    Refused,

    /// <summary>Everything in it waits for a person in an older plan already, or was rejected in one lately.</summary>
    Repeated,
}
