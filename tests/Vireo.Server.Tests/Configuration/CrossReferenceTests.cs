namespace Vireo.Server.Tests.Configuration;

/// <summary>What documents say of each other is checked whatever else is wrong.</summary>
public class CrossReferenceTests
{
    private const string Head = "apiVersion: vireo/v1\n";
    private const string Pool = Head + "kind: ResourcePool\n";
    private const string Group = Head + "kind: VmGroup\n";
    private const string Template = Head + "kind: VmTemplate\nname: web-small\ncores: 2\nmemory: 4GiB\n";

    [Fact]
    public void Errors_of_single_documents_do_not_hide_those_between_documents()
    {
        var problems = Loading.Check(
            $"{Pool}name: a\nweigth: 2\n---\n{Pool}name: b\nparent: nobody\n---\n{Group}name: g\ntemplate: none\n").Problems;

        Assert.Equal(["test.yaml:4", "test.yaml:9", "test.yaml:14"], problems.Select(problem => $"{problem.File}:{problem.Line}"));
        Assert.Contains("Unknown key 'weigth'", problems[0].Message);
        Assert.Contains("no resource pool named 'nobody'", problems[1].Message);
        Assert.Contains("no template named 'none'", problems[2].Message);
    }

    [Theory]
    [InlineData("ResourcePool\nname: a\nweigth: 2\n", "ResourcePool\nname: b\nparent: a\n")]
    [InlineData("VmTemplate\nname: t\ncores: many\nmemory: 4GiB\n", "VmGroup\nname: g\ntemplate: t\n")]
    [InlineData("VmTemplat\nname: t\ncores: 2\nmemory: 4GiB\n", "VmGroup\nname: g\ntemplate: t\n")]
    [InlineData("Policy\nname: p\nhorizn: 1h\n", "Provider\nname: x\ntype: simulation\npolicy: p\n")]
    [InlineData("VmTemplate\nname: t\n", "Deployment\nname: d\nmachines: [{ name: m, template: t }]\n")]
    public void What_is_there_and_cannot_be_read_is_not_called_missing(string broken, string referring) =>
        Assert.DoesNotContain(
            Loading.Check($"{Head}kind: {broken}---\n{Head}kind: {referring}").Problems,
            problem => problem.Message.Contains("There is no", StringComparison.Ordinal) || problem.Message.Contains("there is no", StringComparison.Ordinal));

    [Theory]
    [InlineData("vms: [m-1, m-2]", "vms: [m-2]", "'m-2' is claimed by pool 'one' as well")]
    [InlineData("groups: [web]", "groups: [web]", "Group 'web' is claimed by pool 'one' as well")]
    [InlineData("names: [\"web-*\"]", "names: [\"web-*\"]", "'web-*' is claimed by pool 'one' as well")]
    [InlineData("names: [\"web-*\"]", "names: [\"web-1*\"]", "is claimed by 'web-*' of pool 'one', which comes first")]
    public void Two_pools_do_not_claim_the_same(string one, string two, string expected)
    {
        var problem = Loading.OnlyProblem($"{Pool}name: one\n{one}\n---\n{Pool}name: two\n{two}\n");

        Assert.Equal(9, problem.Line);
        Assert.Contains(expected, problem.Message);
    }

    [Theory]
    [InlineData("names: [\"web-1*\"]", "names: [\"web-*\"]")]
    [InlineData("names: [\"web-*\"]", "names: [\"db-*\"]")]
    [InlineData("provider: east\nvms: [m-1]", "provider: west\nvms: [m-1]")]
    public void What_only_looks_alike_is_fine(string one, string two) =>
        Loading.Valid($"{Pool}name: one\n{one}\n---\n{Pool}name: two\n{two}\n");

    [Theory]
    [InlineData("schedules: [{ cron: \"0 8 * * *\", lasts: 1h, replicas: 20 }]", "asks for 20 replicas, above the maximum (10)")]
    [InlineData("replicas: 11", "11 replicas are above the maximum (10)")]
    public void A_group_is_not_asked_for_more_than_its_maximum(string keys, string expected) =>
        Assert.Contains(expected, Loading.OnlyProblem($"{Template}---\n{Group}name: g\ntemplate: web-small\nmaximum: 10\n{keys}\n").Message);
}
