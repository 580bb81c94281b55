using System.Reflection;
using Vireo.Scheduling;

namespace Vireo.Control;

/// <summary>The version and source revision of the code that decides.</summary>
internal static class CodeVersion
{
    public static string Current { get; } =
        typeof(Scheduler).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion
        ?? throw new InvalidOperationException("The scheduling assembly carries no version; receipts need one.");
}
