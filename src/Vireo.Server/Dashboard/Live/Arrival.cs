using Vireo.Control;

namespace Vireo.Server.Dashboard.Live;

/// <summary>A publication of a cluster's loop as it reached the dashboard.</summary>
/// <param name="Number">Counts publications of this cluster since the server started.</param>
/// <param name="State">What was published.</param>
/// <param name="ReceivedAt">When it came, by the wall clock; the loop's own clock may be virtual.</param>
/// <param name="UsualGap">The longest silence between recent publications.</param>
internal sealed record Arrival(long Number, LoopState State, DateTimeOffset ReceivedAt, TimeSpan UsualGap);
