using System.Text.Json;
using Vireo.Cli.Remote;

namespace Vireo.Cli.Tests;

public sealed class TableViewTests
{
    private static readonly Column[] Columns =
    [
        new("name", "name"), new("cores", "cores"), new("why", "why", Wraps: true),
    ];

    [Theory]
    [InlineData(200, 3)]
    [InlineData(46, 3)]
    [InlineData(45, 2)]
    [InlineData(10, 1)]
    [InlineData(1, 1)]
    public void Columns_that_do_not_fit_are_left_out_from_the_right(int width, int shown)
    {
        using var rows = JsonDocument.Parse(
            """[{"name":"web-0001","cores":2,"why":"a long sentence of many words that may take several lines"}]""");

        Assert.Equal(Columns.Take(shown), TableView.Fitting(rows.RootElement, Columns, width));
    }
}
