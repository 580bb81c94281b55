using System.Text.Json.Serialization;

namespace Vireo.Control;

/// <summary>How far an order has come.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<OrderStatus>))]
public enum OrderStatus
{
    /// <summary>The next decision plans it; it may wait for a person's approval.</summary>
    Waiting,

    /// <summary>It was sent to the provider.</summary>
    Running,

    /// <summary>Done and read back.</summary>
    Done,

    /// <summary>Sent and without effect; it is not tried again.</summary>
    Failed,

    /// <summary>Turned down by the person who was asked.</summary>
    Rejected,

    /// <summary>It did not begin in time, and does not any more.</summary>
    Expired,

    /// <summary>Taken back by a person before it had its effect.</summary>
    Cancelled,
}
