using System.Runtime.CompilerServices;
using System.Runtime.Loader;

namespace SalesOps.Tests.Support;

/// <summary>bUnit asks for higher assembly versions of AngleSharp's parts than the registry serves; the files beside the tests answer.</summary>
internal static class BunitAssemblies
{
    [ModuleInitializer]
    internal static void Resolve() => AssemblyLoadContext.Default.Resolving += (context, name) =>
        name.Name is "AngleSharp.Diffing" or "AngleSharp.Css"
            ? context.LoadFromAssemblyPath(Path.Combine(AppContext.BaseDirectory, name.Name + ".dll"))
            : null;
}
