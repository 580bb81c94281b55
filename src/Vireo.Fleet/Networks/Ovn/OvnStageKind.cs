using System.Text.Json.Serialization;

namespace Vireo.Fleet;

/// <summary>Why a change has its place in the order.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<OvnStageKind>))]
public enum OvnStageKind
{
    /// <summary>What holds an address or a name that something new needs goes first.</summary>
    Release,

    /// <summary>What is new is made and joined to what is there.</summary>
    Make,

    /// <summary>What stays changes.</summary>
    Change,

    /// <summary>What is no longer wanted goes last.</summary>
    Break,
}
