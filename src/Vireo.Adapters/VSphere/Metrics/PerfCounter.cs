namespace Vireo.Adapters.VSphere;

/// <summary>A counter as the server numbers it.</summary>
/// <param name="Id">Differs from server to server.</param>
/// <param name="Name">As <c>group.name.rollup</c>.</param>
/// <param name="Unit">Such as <c>kiloBytes</c>.</param>
internal sealed record PerfCounter(long Id, string Name, string Unit);
