using System.Text.Json.Serialization;

namespace Vireo.Fleet;

/// <summary>What kind of thing happened.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<FleetEventKind>))]
public enum FleetEventKind
{
    /// <summary>Something new appeared in the inventory.</summary>
    Appeared,

    /// <summary>Something left the inventory.</summary>
    Vanished,

    /// <summary>Power, maintenance or connection changed.</summary>
    StateChanged,

    /// <summary>A virtual machine came to another host.</summary>
    Moved,

    /// <summary>Cores, memory or settings changed.</summary>
    Reconfigured,

    /// <summary>Hardware or software failed.</summary>
    Failed,

    /// <summary>Vireo finished or gave up an action.</summary>
    Action,

    /// <summary>Vireo opened, changed or closed an incident.</summary>
    Incident,

    /// <summary>Configuration or mode changed.</summary>
    Configuration,

    /// <summary>Vireo decided, or a person answered, what is to be done.</summary>
    Decision,

    /// <summary>Vireo sent an action to a provider.</summary>
    Started,

    /// <summary>A log said something remarkable.</summary>
    Log,
}
