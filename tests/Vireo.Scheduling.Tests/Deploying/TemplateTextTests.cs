using System.Buffers;
using System.Collections.Immutable;
using CsCheck;
using Vireo.Fleet;
using Vireo.Scheduling.Deploying;

namespace Vireo.Scheduling.Tests.Deploying;

public class TemplateTextTests
{
    private static readonly VirtualMachineId Web = new("web-1");
    private static readonly SearchValues<char> Ending = SearchValues.Create(" \t\r\n\"'{}[]#&*!|>%`\\");

    [Fact]
    public void Parameters_defaults_and_the_machines_name_are_filled_in()
    {
        var filled = TemplateText.Fill(
            Template("hostname: {{machine}}\nport: {{ port }}\nmode: {{mode}}"), Web,
            new Dictionary<string, string> { ["port"] = "8080" });

        Assert.Equal("hostname: web-1\nport: 8080\nmode: plain", filled.UserData);
    }

    [Fact]
    public void A_placeholder_without_a_parameter_and_a_parameter_without_a_placeholder_are_named()
    {
        var problems = TemplateText.Problems(Template("port: {{prt}}")).Select(problem => problem.Problem).ToList();

        Assert.Contains(problems, problem => problem.StartsWith("'{{prt}}' names no parameter", StringComparison.Ordinal));
        Assert.Contains(problems, problem => problem.StartsWith("The parameter 'port' stands nowhere", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("port", "eighty", "Expected a whole number, found 'eighty'.")]
    [InlineData("port", "0", "0 is below the minimum of 1.")]
    [InlineData("mode", "fast", "'fast' is none of plain, tls.")]
    [InlineData("size", "1", "has no parameter 'size'; it has port, mode.")]
    public void A_wrong_value_is_refused_with_what_is_expected(string name, string value, string expected)
    {
        var values = new Dictionary<string, string> { ["port"] = "80", [name] = value };

        Assert.Contains(expected, TemplateText.WhyNot(Template("{{port}} {{mode}}"), values));
    }

    [Fact]
    public void A_value_that_is_accepted_never_ends_the_text_around_it() =>
        Gen.String.Sample(value =>
        {
            var template = new VmTemplate(new("t"), 1, "", 1, new MemoryBytes(1)) with
            {
                UserData = "name: {{word}}",
                Parameters = [new TemplateParameter("word", ParameterKind.Word, null)],
            };
            var values = ImmutableSortedDictionary<string, string>.Empty.Add("word", value);

            return TemplateText.WhyNot(template, values) is not null ||
                !TemplateText.Fill(template, Web, values).UserData!.AsSpan(6).ContainsAny(Ending);
        });

    private static VmTemplate Template(string userData) => new(new("t"), 1, "", 1, new MemoryBytes(1))
    {
        UserData = userData,
        Parameters =
        [
            new TemplateParameter("port", ParameterKind.Integer, null) { Minimum = 1, Maximum = 65_535 },
            new TemplateParameter("mode", ParameterKind.Word, "plain") { Choices = ["plain", "tls"] },
        ],
    };
}
