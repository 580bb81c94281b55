using System.Collections.Immutable;

namespace Vireo.Server.Api;

/// <summary>Part of a list.</summary>
/// <typeparam name="T">What is listed.</typeparam>
/// <param name="Items">At most <paramref name="Limit"/> of them, from <paramref name="Offset"/> on.</param>
/// <param name="Total">How many there are in all.</param>
/// <param name="Offset">How many were left out before.</param>
/// <param name="Limit">How many were asked for.</param>
public sealed record Page<T>(ImmutableArray<T> Items, int Total, int Offset, int Limit);
