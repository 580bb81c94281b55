using Vireo.Fleet;
using Vireo.Server.Configuration;

namespace Vireo.Server.Api.Tracing;

/// <summary>An event that another is linked with.</summary>
/// <param name="Key">Names it.</param>
/// <param name="At">When.</param>
/// <param name="Kind">What kind of thing.</param>
/// <param name="Object">To what, e.g. <c>host/h-07</c>.</param>
/// <param name="Message">One sentence for people.</param>
public sealed record EventLink(string Key, DateTimeOffset At, FleetEventKind Kind, string Object, string Message)
{
    internal static EventLink Of(FleetEvent happened) =>
        new(happened.Key, happened.At, happened.Kind, EntityText.Format(happened.Entity), happened.Message);
}
