using System.Text.Json;
using Vireo.Cli.Remote;

namespace Vireo.Cli.Tests;

public sealed class DetailsViewTests
{
    [Fact]
    public void A_value_is_shown_in_words_with_its_parts_below()
    {
        using var answer = JsonDocument.Parse(
            """{"cpuRatio":0.25,"isOn":true,"host":{"faultDomain":"rack-0"},"vms":[{"id":"a"},{"id":"b"}],"watts":[1,2.5],"none":null}""");

        string text = DetailsView.Text(answer.RootElement);

        Assert.Equal(
            """
            cpu ratio: 0.25
            is on: yes
            host:
              fault domain: rack-0
            vms:
              - id: a
              - id: b
            watts: 1, 2.5
            none: -

            """,
            text, ignoreLineEndingDifferences: true);
    }

    [Fact]
    public void A_list_of_objects_begins_at_the_margin()
    {
        using var answer = JsonDocument.Parse("""[{"id":1,"name":"x"}]""");

        Assert.Equal("- id: 1\n  name: x\n", DetailsView.Text(answer.RootElement), ignoreLineEndingDifferences: true);
    }
}
