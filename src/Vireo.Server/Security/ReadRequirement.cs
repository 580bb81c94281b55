using Microsoft.AspNetCore.Authorization;

namespace Vireo.Server.Security;

/// <summary>Whoever reads is signed in, or sits at this machine where that is enough.</summary>
internal sealed class ReadRequirement : IAuthorizationRequirement;
