import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.support.DefaultProfileValidationSupport;
import ca.uhn.fhir.validation.ResultSeverityEnum;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import org.hl7.fhir.common.hapi.validation.support.CommonCodeSystemsTerminologyService;
import org.hl7.fhir.common.hapi.validation.support.InMemoryTerminologyServerValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.SnapshotGeneratingValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.ValidationSupportChain;
import org.hl7.fhir.common.hapi.validation.validator.FhirInstanceValidator;

/** Reads a resource of FHIR R4 a line; prints number, severity, place and message of each issue. */
public class ValidateFhir {
    public static void main(String[] none) throws Exception {
        FhirContext context = FhirContext.forR4();
        var chain = new ValidationSupportChain(
            new DefaultProfileValidationSupport(context),
            new CommonCodeSystemsTerminologyService(context),
            new InMemoryTerminologyServerValidationSupport(context),
            new SnapshotGeneratingValidationSupport(context));
        var instance = new FhirInstanceValidator(chain);
        // Station's one extension is told of in words, not in a StructureDefinition.
        instance.setAnyExtensionsAllowed(true);
        instance.setErrorForUnknownProfiles(false);
        instance.setNoTerminologyChecks(false);
        var validator = context.newValidator();
        validator.registerValidatorModule(instance);
        var lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        String line;
        for (int number = 0; (line = lines.readLine()) != null; number++) {
            for (var issue : validator.validateWithResult(line).getMessages()) {
                if (issue.getSeverity() != ResultSeverityEnum.INFORMATION) {
                    System.out.println(number + "\t" + issue.getSeverity().getCode() + "\t"
                        + issue.getLocationString() + "\t" + issue.getMessage().replaceAll("\\s+", " "));
                }
            }
        }
    }
}
