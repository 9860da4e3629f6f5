import java.io.FileInputStream;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.flavours.PDFAFlavour;

/** Prints, for each file and each standard: name, standard, checks made, and the rules that failed. */
public class ValidatePdf {
    public static void main(String[] names) throws Exception {
        VeraGreenfieldFoundryProvider.initialise();
        PDFAFlavour[] standards = {PDFAFlavour.PDFUA_1, PDFAFlavour.PDFA_2_A};
        for (String name : names) {
            for (PDFAFlavour standard : standards) {
                var foundry = Foundries.defaultInstance();
                try (var parser = foundry.createParser(new FileInputStream(name), standard);
                     var validator = foundry.createValidator(standard, false)) {
                    var result = validator.validate(parser);
                    System.out.println(name + "\t" + standard.getId() + "\t" + result.getTotalAssertions()
                        + "\t" + result.getFailedChecks());
                }
            }
        }
    }
}
