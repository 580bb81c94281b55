using System.Collections.Immutable;
using System.ComponentModel;
using Microsoft.AspNetCore.Mvc;

namespace Vireo.Server.Api;

/// <summary>Which part of a list is wanted.</summary>
internal sealed record PageQuery
{
    private const int Usual = 100;
    private const int Most = 1_000;

    [FromQuery]
    [Description("How many to leave out before; 0 when left out.")]
    public int? Offset { get; init; }

    [FromQuery]
    [Description("How many at most, 1 to 1000; 100 when left out.")]
    public int? Limit { get; init; }

    public Page<TRow> Of<T, TRow>(IReadOnlyList<T> all, Func<T, TRow> row)
    {
        int offset = Offset ?? 0;
        int limit = Limit ?? Usual;
        if (offset < 0)
        {
            throw ApiException.BadRequest($"'offset' must not be negative, found {offset}.");
        }

        if (limit is < 1 or > Most)
        {
            throw ApiException.BadRequest($"'limit' must be from 1 to {Most}, found {limit}.");
        }

        ImmutableArray<TRow> items = [.. all.Skip(offset).Take(limit).Select(row)];

        return new Page<TRow>(items, all.Count, offset, limit);
    }

    public Page<T> Of<T>(IReadOnlyList<T> all) => Of(all, item => item);
}
