using System.Collections.Immutable;
using Vireo.Control;
using Vireo.Fleet;
using Vireo.Server.Configuration;

namespace Vireo.Server.Api.Tracing;

/// <summary>Something that happened, with what it follows from and what followed.</summary>
/// <param name="Key">Names it: <c>timeline/following/KEY</c> shows all that followed.</param>
/// <param name="At">When.</param>
/// <param name="Kind">What kind of thing.</param>
/// <param name="Object">To what, e.g. <c>host/h-07</c>.</param>
/// <param name="Message">One sentence for people.</param>
/// <param name="Source">Who says so: a provider, <c>vireo</c>, or a person.</param>
/// <param name="Receipt">The decision it belongs to; null where it belongs to none.</param>
/// <param name="Trace">The trace of that cycle; null outside one.</param>
/// <param name="Also">What else it concerns.</param>
/// <param name="Causes">What it follows from; a change before an incident is a suspect, not a proof.</param>
/// <param name="Effects">What followed directly, oldest first.</param>
public sealed record TracedRow(
    string Key,
    DateTimeOffset At,
    FleetEventKind Kind,
    string Object,
    string Message,
    string Source,
    long? Receipt,
    string? Trace,
    ImmutableArray<string> Also,
    ImmutableArray<EventLink> Causes,
    ImmutableArray<EventLink> Effects)
{
    internal static TracedRow Of(TracedEvent traced)
    {
        var happened = traced.Happened;

        return new TracedRow(
            happened.Key, happened.At, happened.Kind, EntityText.Format(happened.Entity), happened.Message,
            happened.Source, happened.Receipt, happened.Trace, [.. happened.Also.Select(EntityText.Format)],
            [.. traced.Causes.Select(EventLink.Of)], [.. traced.Effects.Select(EventLink.Of)]);
    }
}
